name: bad
steps:
  - name: fill
    load: blok
    op: write
  - name: fill
    load: block
    op: { read: 70, write: 40 }
    pattern: randm
    blockSize: 4096
    duration: 60
    rate: 100
    lanes: 0
    depth: 5000
  - name: mix
    load: block
    op: read
    blokSize: 4KiB
objectives: [nosuch.read.p99 <= 5ms, findings = 0]
