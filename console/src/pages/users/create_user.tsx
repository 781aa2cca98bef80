/** Creates a user in three steps: details, permissions, review. */

import Wizard from "@cloudscape-design/components/wizard";
import { useState } from "react";
import { useNavigate } from "react-router";
import { NEW_PASSWORD } from "@/access/password_fields";
import { newPassword } from "@/access/passwords";
import { RetrievePassword } from "@/access/retrieve_password";
import { showFailures } from "@/access/show_failures";
import { newTags } from "@/access/tags";
import { WIZARD_WORDS } from "@/access/wizard_words";
import { useWrite } from "@/aws/queries";
import { address } from "@/frame/address";
import { useRegion } from "@/frame/region";
import type { UserForm } from "./create_user_form";
import { DetailsStep, PermissionsStep, ReviewStep } from "./create_user_form";
import type { NewUser } from "./create_user_requests";
import { createUser } from "./create_user_requests";

const EMPTY: UserForm = {
  name: "",
  hasPassword: false,
  password: NEW_PASSWORD,
  way: "groups",
  groups: [],
  policies: [],
  model: undefined,
  boundary: undefined,
  tags: [],
};

export default function CreateUser() {
  const region = useRegion();
  const navigate = useNavigate();
  const [step, setStep] = useState(0);
  const [form, setForm] = useState(EMPTY);
  const [isTried, setTried] = useState(false);
  const [made, setMade] = useState<string>();
  const leave = (...place: string[]) => void navigate(address(region, "users", ...place));
  const create = useWrite(({ iam }, user: NewUser) => createUser(iam, user), {
    changes: ["ListUsers", "GetGroup", "ListPolicies", "ListGroupsForUser"],
    done: ({ name }) => `User ${name} created.`,
    onSuccess: (failures, { name, password }) => {
      showFailures(failures);
      if (password !== undefined && !form.password.isOwn && failures.length === 0) {
        setMade(password.text);
      } else leave(...(failures.length === 0 ? [] : [name]));
    },
    showsFailure: true,
  });
  const set = (part: Partial<UserForm>) => setForm({ ...form, ...part });
  const isNamed =
    form.name.trim() !== "" &&
    (!form.hasPassword || !form.password.isOwn || form.password.own !== "");
  return (
    <>
      <Wizard
        i18nStrings={{ ...WIZARD_WORDS, submitButton: "Create user" }}
        activeStepIndex={step}
        isLoadingNextStep={create.isPending}
        onNavigate={({ detail }) => {
          setTried(true);
          if (isNamed) setStep(detail.requestedStepIndex);
        }}
        onCancel={() => leave()}
        onSubmit={() => create.mutate(newUser(form))}
        steps={[
          {
            title: "Specify user details",
            content: <DetailsStep form={form} set={set} isTried={isTried} />,
          },
          { title: "Set permissions", content: <PermissionsStep form={form} set={set} /> },
          {
            title: "Review and create",
            content: <ReviewStep form={form} set={set} error={create.error} />,
          },
        ]}
      />
      {made !== undefined && (
        <RetrievePassword userName={form.name} password={made} onDone={() => leave()} />
      )}
    </>
  );
}

function newUser(form: UserForm): NewUser {
  const { hasPassword, password, tags, ...rest } = form;
  const text = password.isOwn ? password.own : newPassword();
  return {
    ...rest,
    name: form.name.trim(),
    tags: newTags(tags),
    password: hasPassword ? { text, mustChange: password.mustChange } : undefined,
  };
}
