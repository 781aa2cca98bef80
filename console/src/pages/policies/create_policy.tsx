/** Creates a managed policy: first the document, then its name. */

import { CreatePolicyCommand } from "@aws-sdk/client-iam";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TagEditorProps } from "@cloudscape-design/components/tag-editor";
import Wizard from "@cloudscape-design/components/wizard";
import { useState } from "react";
import { useNavigate } from "react-router";
import { jsonFinding, NEW_POLICY } from "@/access/documents";
import { Field } from "@/access/field";
import { PolicyEditor } from "@/access/policy_editor";
import { newTags, TagsField } from "@/access/tags";
import { written } from "@/access/tag_operations";
import { TryPolicy } from "@/access/try_policy";
import { WIZARD_WORDS } from "@/access/wizard_words";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { address } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { CodeEditor } from "@/parts/code_editor";

// Source: IAM User Guide, "IAM and AWS STS quotas".
const LIMIT = 6144;

export default function CreatePolicy() {
  const region = useRegion();
  const navigate = useNavigate();
  const [step, setStep] = useState(0);
  const [text, setText] = useState(NEW_POLICY);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [tags, setTags] = useState<readonly TagEditorProps.Tag[]>([]);
  const goBack = () => void navigate(address(region, "policies"));
  const create = useWrite(
    ({ iam }, _: null) =>
      iam.send(
        new CreatePolicyCommand({
          PolicyName: name,
          PolicyDocument: text,
          Description: description === "" ? undefined : description,
          Tags: written(newTags(tags)),
        }),
      ),
    {
      changes: ["ListPolicies"],
      done: () => `Policy ${name} created.`,
      onSuccess: goBack,
      showsFailure: true,
    },
  );
  return (
    <Wizard
      i18nStrings={{ ...WIZARD_WORDS, submitButton: "Create policy" }}
      activeStepIndex={step}
      isLoadingNextStep={create.isPending}
      onNavigate={({ detail }) => {
        if (jsonFinding(text) === undefined) setStep(detail.requestedStepIndex);
      }}
      onCancel={goBack}
      onSubmit={() => create.mutate(null)}
      steps={[
        {
          title: "Specify permissions",
          content: (
            <SpaceBetween size="l">
              <Container header={<Header variant="h2">Policy editor</Header>}>
                <PolicyEditor
                  label="Policy document"
                  kind="identity"
                  value={text}
                  onChange={setText}
                  limit={LIMIT}
                  height={400}
                />
              </Container>
              <TryPolicy text={text} />
            </SpaceBetween>
          ),
        },
        {
          title: "Review and create",
          content: (
            <SpaceBetween size="l">
              <Container header={<Header variant="h2">Policy details</Header>}>
                <SpaceBetween size="m">
                  <Field
                    label="Policy name"
                    value={name}
                    onChange={setName}
                    constraint="Up to 128 letters, digits and + = , . @ - _"
                  />
                  <Field
                    label="Description - optional"
                    value={description}
                    onChange={setDescription}
                  />
                </SpaceBetween>
              </Container>
              <Container header={<Header variant="h2">Document</Header>}>
                <CodeEditor label="Policy document" language="json" value={text} isReadOnly />
              </Container>
              <Container header={<Header variant="h2">Tags - optional</Header>}>
                <TagsField tags={tags} onChange={setTags} />
              </Container>
              <Failure of={create.error} />
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}
