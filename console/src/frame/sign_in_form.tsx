/** The form with the ways to sign in that the server offers. */

import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { serviceError } from "@/aws/errors";
import type { Server } from "@/aws/server";
import { usePreference } from "./preferences";
import type { NewSession } from "./sign_in_ways";
import { byAccessKey, byPassword, withoutCredentials } from "./sign_in_ways";

interface Properties {
  readonly server: Server;
  readonly onSession: (session: NewSession, stays: boolean) => void;
}

type Way = "open" | "password" | "key";
const EMPTY = {
  account: "",
  userName: "",
  password: "",
  newPassword: "",
  keyId: "",
  secret: "",
  token: "",
};
type Fields = typeof EMPTY;

export function SignInForm({ server, onSession }: Properties) {
  const isOpen = server.authentication === "open";
  const [way, setWay] = useState<Way>(isOpen ? "open" : "password");
  const [fields, setFields] = useState<Fields>({ ...EMPTY, account: server.account });
  const [stays, setStays] = usePreference("stay-signed-in", false);
  const region = server.regions[0] ?? "us-east-1";
  const attempt = useMutation({
    mutationFn: () => sessionBy(way, fields, region, stays),
    onSuccess: (session) => onSession(session, stays),
  });
  const set = (name: keyof Fields) => (value: string) => setFields({ ...fields, [name]: value });
  const mustChange =
    attempt.error !== null && serviceError(attempt.error).name === "PasswordResetRequired";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <Form
        actions={
          <Button variant="primary" formAction="submit" loading={attempt.isPending}>
            {isOpen && way === "open" ? "Continue without credentials" : "Sign in"}
          </Button>
        }
      >
        <SpaceBetween size="l">
          <SegmentedControl
            label="How to sign in"
            selectedId={way}
            onChange={({ detail }) => setWay(detail.selectedId as Way)}
            options={
              isOpen
                ? [{ id: "open", text: "Open mode" }, KEY]
                : [{ id: "password", text: "User name" }, KEY]
            }
          />
          {way === "open" && (
            <span>
              This server accepts all credentials. You act as the root of the default account.
            </span>
          )}
          {way === "password" && (
            <PasswordFields
              fields={fields}
              set={set}
              mustChange={mustChange}
              account={server.account}
            />
          )}
          {way === "key" && <KeyFields fields={fields} set={set} isOpen={isOpen} />}
          <Checkbox
            checked={stays}
            onChange={({ detail }) => setStays(detail.checked)}
            description="Temporary credentials are stored in this tab until you sign out or close it."
          >
            Stay signed in when this page reloads
          </Checkbox>
          <Failure of={attempt.error} />
        </SpaceBetween>
      </Form>
    </form>
  );
}

const KEY = { id: "key", text: "Access key" };

function sessionBy(way: Way, fields: Fields, region: string, stays: boolean): Promise<NewSession> {
  if (way === "open") return withoutCredentials(region);
  if (way === "key") {
    const token = fields.token.trim();
    const pair = { accessKeyId: fields.keyId.trim(), secretAccessKey: fields.secret.trim() };
    return byAccessKey(token === "" ? pair : { ...pair, sessionToken: token }, region, stays);
  }
  const { account, userName, password, newPassword } = fields;
  const given = { account, userName, password };
  return byPassword(newPassword === "" ? given : { ...given, newPassword }, region);
}

interface FieldsProperties {
  readonly fields: Fields;
  readonly set: (name: keyof Fields) => (value: string) => void;
}

const WHERE_ACCOUNT =
  'Whoever has an access key finds the account with "aws sts get-caller-identity".';

function PasswordFields({
  fields,
  set,
  mustChange,
  account,
}: FieldsProperties & { readonly mustChange: boolean; readonly account: string }) {
  return (
    <SpaceBetween size="m">
      <Field
        label="Account ID or account alias"
        description={`The default account of this server is ${account}. ${WHERE_ACCOUNT}`}
        value={fields.account}
        onChange={set("account")}
      />
      <Field
        label="User name"
        value={fields.userName}
        onChange={set("userName")}
        complete="username"
      />
      <Field
        label="Password"
        value={fields.password}
        onChange={set("password")}
        complete="current-password"
        isSecret
      />
      {mustChange && (
        <Field
          label="New password"
          value={fields.newPassword}
          onChange={set("newPassword")}
          complete="new-password"
          isSecret
        />
      )}
    </SpaceBetween>
  );
}

const ROOT_KEY =
  'On the machine of the server, "jedlik local-credentials --auth enforce" shows the key of the root.';

function KeyFields({ fields, set, isOpen }: FieldsProperties & { readonly isOpen: boolean }) {
  return (
    <SpaceBetween size="m">
      <Field
        label="Access key ID"
        description={isOpen ? undefined : ROOT_KEY}
        value={fields.keyId}
        onChange={set("keyId")}
      />
      <Field label="Secret access key" value={fields.secret} onChange={set("secret")} isSecret />
      <Field
        label="Session token - optional"
        value={fields.token}
        onChange={set("token")}
        isSecret
      />
    </SpaceBetween>
  );
}

interface FieldProperties {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description?: string | undefined;
  readonly complete?: string;
  readonly isSecret?: boolean;
}

function Field(properties: FieldProperties) {
  const { label, value, onChange, description, complete = "off", isSecret = false } = properties;
  return (
    <FormField label={label} description={description}>
      <Input
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
        type={isSecret ? "password" : "text"}
        autoComplete={complete}
        spellcheck={false}
      />
    </FormField>
  );
}
