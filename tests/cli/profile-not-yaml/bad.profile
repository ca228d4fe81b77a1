name: bad
steps:
	- name: fill
