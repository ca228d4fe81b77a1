/** The two files that `init` writes: texts with comments, ready to be changed. */

/** A file to begin with. */
export interface InitFile {
  readonly name: string;
  readonly text: string;
}

const TARGETS =
  `# Targets of stor-verify: names for the storage that is tested. This file is
# found in the folder in which stor-verify is started; stor-verify.local.yaml
# goes before it, and --config FILE before both.
#
# \${NAME} is a variable of the environment, so that no secret stands here.
# "stor-verify targets list" shows what is named, without secrets, and
# "stor-verify targets check NAME" tries a target step by step.

targets:
  # A folder beside this file, through the page cache. It is made by a run, and
  # removed again after one that finds nothing.
  scratch:
    url: file://./stor-verify-scratch

  # The same with O_DIRECT: what the device does, not what the memory does.
  scratch-direct:
    url: direct://./stor-verify-scratch-direct

  # A mounted device. A folder that is not empty and not ours is refused, so
  # name one below the mount point.
  # nvme:
  #   url: direct:///mnt/nvme/stor-verify

  # A whole block device: everything on it is lost. It is touched only when the
  # serial is given as well, here or as --erase-device SERIAL.
  # disk:
  #   url: direct:///dev/nvme1n1
  #   eraseDevice: S4EWNX0R123456

  # S3: aws, minio, gcs, aliyun, tencent and huawei are known providers. A run
  # writes below the prefix, and deletes only what it made.
  # lab:
  #   url: s3://bucket/prefix
  #   endpoint: http://127.0.0.1:9000
  #   accessKeyId: \${LAB_KEY}
  #   secretAccessKey: \${LAB_SECRET}

  # Azure Blob Storage.
  # blobs:
  #   url: az://container/prefix
  #   account: myaccount
  #   accountKey: \${AZURE_KEY}
`;

const PROFILE =
  `# A profile of stor-verify: what is done to each target, step by step.
# "stor-verify plan --profile ./first-profile.yaml" says what it would touch,
# "stor-verify profiles list" shows those that are built in, and
# "stor-verify profiles schema" prints a JSON Schema for editors.

name: first-profile
description: Fill, change under load, measure at a fixed rate and read back
targets: [scratch]

# All steps work in one space of that size. For numbers of a device, and not of
# its caches, take more than they hold.
size: 256MiB

steps:
  # Every block gets a stamp: where it belongs, and which version it is.
  - name: fill
    load: block
    op: write
    blockSize: 1MiB
    total: 256MiB
    depth: 8
    sync: end

  # As fast as it goes (a closed loop): what can it do?
  - name: overwrite
    load: block
    op: { read: 70, write: 30 }
    pattern: random        # or sequential, shuffle, zipf, hot-band
    blockSize: 4KiB        # or a mix: { 4KiB: 80, 64KiB: 20 }
    depth: 32
    warmup: 1s
    duration: 10s
    # steadyState: { window: 5s }    # ends it early, once its rate is steady

  # At a rate of yours (an open loop): how long does a caller wait? Operations
  # start by the clock, and waiting in line is part of the latency.
  - name: at-rate
    load: block
    op: read
    pattern: random
    blockSize: 4KiB
    depth: 64
    warmup: 1s
    duration: 10s
    rate: { rate: 500/s, arrival: poisson }

  # Every byte is compared with what must be there after all that.
  - name: read-back
    load: block
    op: read
    blockSize: 1MiB
    depth: 8

# A run that misses one ends with 5; wrong data ends with 1 in any case.
objectives:
  - findings == 0
  - errors == 0
  - read-back.coverage >= 100%
  # - at-rate.read.p99 <= 5ms
`;

/** In the order in which they are written and told. */
export const INIT_FILES: readonly InitFile[] = [
  { name: "stor-verify.yaml", text: TARGETS },
  { name: "first-profile.yaml", text: PROFILE },
];
