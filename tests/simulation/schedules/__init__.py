"""An explorer of schedules: several processes over one storage, in every order that can happen.

Tests of concurrent code see few of its orders, and those that matter seldom. Here the order is an
argument. The coroutines of all processes run in one thread, one storage verb at a time, and a
schedule says where another coroutine goes on, a process is killed, a process stalls for longer than
its leases, or a clock jumps. A schedule that finds a defect can be run again, step by step.

In reading order: `model` (what clients may be answered), `reader` (of streams), `cluster` (the
processes, their clocks, the storage between them), `client` (what clients ask), `streams` and
`checks` (what must hold after each schedule), `exploration` (which schedules are tried), `programs`
and `random_programs` (what runs), `defects` (defects, some of earlier versions, to prove that the
explorer finds them).

Sources of the method: Musuvathi and Qadeer, "Iterative context bounding for systematic testing of
multithreaded programs" (CHESS, 2007); Emmi, Qadeer and Rakamaric, "Delay-bounded scheduling"
(2011).
"""
