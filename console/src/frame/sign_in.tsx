/** The sign-in page, and the dialog that asks to sign in again over a page. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { Failure } from "@/aws/failure";
import { queries } from "@/aws/query_client";
import { useServer } from "@/aws/server";
import { renew, signIn, signOut, useSession } from "./session";
import { SignInForm } from "./sign_in_form";
import type { NewSession } from "./sign_in_ways";

export function SignIn() {
  return (
    <main>
      <Box padding={{ vertical: "xxxl", horizontal: "l" }}>
        <Grid
          gridDefinition={[
            { colspan: { default: 12, s: 8, m: 6, l: 4 }, offset: { s: 2, m: 3, l: 4 } },
          ]}
        >
          <Container header={<Header variant="h1">Sign in to Jedlik</Header>}>
            <Form onSession={signIn} />
          </Container>
        </Grid>
      </Box>
    </main>
  );
}

/** Over a page whose credentials expired. What was typed there stays, for the same user. */
export function SignInAgain() {
  const { arn } = useSession();
  const goOn = (session: NewSession, stays: boolean) => {
    if (session.arn === arn) {
      renew(session.credentials);
      void queries.invalidateQueries();
    } else {
      signIn(session, stays);
    }
  };
  return (
    <Modal visible header="Sign in again" onDismiss={signOut} closeAriaLabel="Sign out">
      <SpaceBetween size="m">
        <Box>Your credentials are no longer valid. Sign in to go on where you were.</Box>
        <Form onSession={goOn} />
      </SpaceBetween>
    </Modal>
  );
}

function Form({
  onSession,
}: {
  readonly onSession: (session: NewSession, stays: boolean) => void;
}) {
  const server = useServer();
  if (server.error) {
    return (
      <SpaceBetween size="m">
        <Failure of={server.error} />
        <Button onClick={server.tryAgain}>Try again</Button>
      </SpaceBetween>
    );
  }
  if (!server.data) return <Spinner />;
  return <SignInForm server={server.data} onSession={onSession} />;
}
