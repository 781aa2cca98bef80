"""Browser tests of the console: Playwright, Debian's Chromium, a real server.

A test prepares data with boto3, does with the mouse and the keyboard what a user does, finds
everything by its role and label, and looks at the result with boto3 again. Each test fails if the
browser reports an error or a violation of the content security policy.

The fixture `console` is a page that is signed in. The tests of a file share it, and each begins
with a new session. No test may depend on the speed of the machine: `held` makes states last that
end by themselves, and `controls` chooses in what moves while it opens.

`docs/console.md` names the points that these tests show. `test_files` needs no browser: it tests
the module that serves the files.
"""
