"""The policy language of IAM: reads policies, evaluates them, decides, and words the refusal.

Nothing here knows who exists, what time it is, or which API is called. Two flows meet in
`decision`:

    document, kind -> parse_policy -> Policy                    once, when it is stored or loaded
    Request, Policies -> decide -> Decision -> denial           for each request

- A `Policy` is compiled and frozen. `parse_policy` refuses bad documents in the words of their API,
  so evaluation meets only policies that it understands, and no request makes it raise.
- A `Request` is a caller, an action, a resource and a context. The context is asked for a condition
  key only when a policy looks at it. `Decision.looked_up_keys` says at which keys it looked, so a
  caller may cache a decision that looked at none that changes with each request.
- `Policies` are those that apply: of the identity, its boundary, of the session, of the resource.
- Evaluation and decision are separate. A statement says whether it applies (`policy`), and how
  closely it names the caller (`principal`). What follows is one table (`decision`).
- No text of a policy and no value can make matching exponential, see `pattern`.

In reading order:

- `pattern`: wildcards.
- `request`: the caller, the action, the resource, the values of condition keys.
- `template`: texts with wildcards and policy variables. `arn`: patterns of ARNs, made of templates.
- `conditions`: operators, and how a condition applies them.
- `principal`: whom a statement names, and how closely.
- `policy`: compiled statements and policies.
- `policies`: the policies that apply to a request. `decision`: the decision. `denial`: its text.
- `explanation`: a decision with all statements that took part, and why others do not apply.
- `json_tree`, `written`: a document as written, with places. `faults`: its errors.
- `identity_rules`, `trust_rules`, `resource_rules`: what each kind of document must satisfy;
  `new_documents`, `shared_providers`: what it must satisfy when it is stored.
- `compile`, `canonical`: what is made of a document. `document`: all of this in order.

Sources: IAM User Guide, "IAM JSON policy reference" and "Policy evaluation logic"; answers of the
service where a module names them.
"""
