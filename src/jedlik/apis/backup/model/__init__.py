"""The model of Backup: requests, answers and errors.

Made by `make models` from the model in botocore.

- `errors`: the errors by code
- `routes`: the paths of the operations
- `members`: types that several modules use
- the operations: `vaults`, `plans`, `selections`, `backup_jobs`, `recovery_points`,
  `restore_jobs`, `resources`
"""
