"""Buckets: where exports are written, imports are read, and backups can be stored.

On the service these are buckets of Amazon S3. Here they are folders of this machine, or buckets of
any server that speaks the protocol of S3. Features use only the interface, and do not know which
of them they have.

    feature -> interface.Buckets -> folder: FOLDER/bucket/key is a file
                                 -> s3:     boto3 in threads, GET and PUT of the whole object

Every object is written at once, with one `put`. So there is no upload that a process could leave
unfinished. What can fail: a bucket or an object does not exist, access is denied, or the server
that has them cannot be reached (BucketError, which says whether to try again).

In reading order: `interface`, `folder`, `s3`.
"""
