"""Instances: records in place of EC2 instances, so that programs get roles without keys.

An instance is a record and no machine. What runs on it is what its owner starts with `jedlik
instance shell`: a shell with an endpoint of its own, which gives the credentials of the role.

    EC2 operation -> fleet, launch, transitions, associations, key_pairs, tags -> records
    Jedlik operation -> credentials: instance -> profile -> role -> sealed session

One operation is one transaction (`features.identity.transaction`). What a reader sees of a state
follows from the record and the clock, so there is no job (`rules`). An instance refers to its
profile by unique id: who deletes a profile and makes one with the same name changes what new
instances get, and nothing else. docs/adr/0034-instances.md describes the whole, what can fail, and
who attacks.

- `records`: what is stored, and under which keys
- `rules`: states and transitions, ids; pure
- `refusals`: the errors of EC2
- `images`, `instance_types`: what can be started
- `places`: Regions, zones and networks, derived from account and Region
- `fleet`: finds instances
- `launch`: RunInstances
- `transitions`: StartInstances, StopInstances, TerminateInstances
- `associations`: which profile an instance has
- `key_pairs`: makes and imports key pairs
- `tags`: the tags of instances and key pairs
- `credentials`: the credentials of the role of an instance
- `verify`: what `jedlik verify` compares
- `feature`: the row of the feature
"""
