/** Shows a password that was set, the only time that anybody can see it. */

import { Secret } from "./secret";
import { ShownOnce } from "./shown_once";

interface Properties {
  readonly userName: string;
  readonly password: string;
  readonly onDone: () => void;
}

export function RetrievePassword({ userName, password, onDone }: Properties) {
  const address = `${window.location.origin}/console/`;
  return (
    <ShownOnce
      title="Retrieve password"
      warning="This is the only time that the password can be seen."
      fileName={`${userName}_credentials.csv`}
      columns={{ "User name": userName, Password: password, "Console sign-in URL": address }}
      onDone={onDone}
    >
      <div>
        {userName} signs in at {address} with the user name and the password.
      </div>
      <Secret label="Console password" value={password} />
    </ShownOnce>
  );
}
