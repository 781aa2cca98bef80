"""The operations of Amazon EC2, in one file for each kind of thing that they are about.

- `run_instances`, `state_changes`: start, stop and terminate instances
- `instances`, `instance_status`, `attributes`: describe instances, and change how they are set
- `profiles`: give instances a profile, and so a role
- `key_pairs`, `tags`: key pairs; tags of instances and key pairs
- `images`, `instance_types`: what can be started
- `regions`, `networks`: where instances are
"""
