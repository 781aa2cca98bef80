"""AWS Backup for tables: vaults, plans, jobs, recovery points (docs/adr/0041-aws-backup.md).

    CreateBackupPlan          a plan, and when each of its rules is due
    a rule is due             a run: backup jobs for the tables that its selections name, by pages
    StartBackupJob            a backup job
    a backup job is due       CreateBackup; when the backup is AVAILABLE, a recovery point
    StartRestoreJob           a restore job
    a restore job is due      RestoreTableFromBackup; when the table is ACTIVE, the end of the job
    a recovery point is due   it and its backup are deleted

Whatever happens later is an entry of one queue, in the order of the times. One job does what is
due. Each step is a transaction that moves the record and its entry of the queue together. So a step
that was interrupted is done again, and one that was done twice changes nothing the second time.

What can fail: the process dies between two steps (the queue says what is due); CreateBackup refuses
(the job is FAILED, or it is tried again until its start window is over); the vault is deleted while
a job runs (the job is FAILED, and its backup is deleted); a restore reads a backup when its
lifecycle ends (it is deleted a minute later).

Files in reading order: `refusals` (the errors), `records` (what is stored), `cron` and `lifecycle`
(schedules; lifecycles and windows: pure), `due_queue`, `tags`, `vaults`, `plans`, `selection_rules`
(which tables a selection names: pure), `selections`, `roles` (what the role of a job may do),
`job_records`, `backup_jobs`, `recovery_points`, `restore_jobs`, `runs` (of rules), `due_owners` and
`due_work` (the job), `late_times` and `bring_forward` (after a clock that was ahead), `listing`,
`protected` and `description` (what answers show), `verify`, `feature`.
"""
