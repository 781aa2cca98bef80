/** The first steps. The commands are for the table that step 1 creates. */

export interface Step {
  readonly title: string;
  readonly text: string;
  /** The text of the button. */
  readonly action: string;
  /** Where it leads, after the Region. Absent: another step comes first. */
  readonly address?: readonly string[];
  readonly commands: readonly string[];
}

/** isOpen: the mode of the server. port: its port, or nothing if it is that of the protocol. */
export function environmentCommand(isOpen: boolean, port: string): string {
  const mode = isOpen ? "" : " --auth enforce";
  const ofPort = port === "8000" || port === "" ? "" : ` --port ${port}`;
  return `eval "$(jedlik local-credentials${mode}${ofPort})"`;
}

/** table: the name of a table that exists, for the buttons. */
export function stepsFor(table: string | undefined): readonly Step[] {
  const inTable = (...after: readonly string[]) =>
    table === undefined ? {} : { address: ["explore", table, ...after] };
  return [
    {
      title: "Create a table",
      text: "Its items are found by their key: here, the singer and the song.",
      action: "Create table",
      address: ["create-table"],
      commands: [
        "aws dynamodb create-table --table-name BollywoodMusic --billing-mode PAY_PER_REQUEST " +
          "--attribute-definitions AttributeName=Singers,AttributeType=S AttributeName=Songs,AttributeType=S " +
          "--key-schema AttributeName=Singers,KeyType=HASH AttributeName=Songs,KeyType=RANGE",
      ],
    },
    {
      title: "Add an item",
      text: "An item has its key and any other attributes. Items of one table may differ.",
      action: "Create item",
      ...inTable("create-item"),
      commands: [
        "aws dynamodb put-item --table-name BollywoodMusic --item " +
          `'{"Singers": {"S": "Lata Mangeshkar"}, "Songs": {"S": "Lag Ja Gale"}, "Year": {"N": "1964"}}'`,
      ],
    },
    {
      title: "Find it",
      text: "A query reads the items of one partition key. A scan reads the whole table.",
      action: "Explore items",
      ...inTable(),
      commands: [
        "aws dynamodb query --table-name BollywoodMusic --key-condition-expression 'Singers = :s' " +
          `--expression-attribute-values '{":s": {"S": "Lata Mangeshkar"}}'`,
      ],
    },
    {
      title: "Be able to go back",
      text: "With point-in-time recovery, deleted items and the whole table can be restored as they were at any second.",
      action: "Open backups",
      ...(table === undefined ? {} : { address: ["tables", table, "backups"] }),
      commands: [
        "aws dynamodb update-continuous-backups --table-name BollywoodMusic " +
          "--point-in-time-recovery-specification PointInTimeRecoveryEnabled=true",
      ],
    },
    {
      title: "Give a reader a role that only reads",
      text: "Choose the use case EC2 and the policy AmazonDynamoDBReadOnlyAccess. Policies decide if the server runs with --auth enforce.",
      action: "Create role",
      address: ["create-role"],
      commands: [
        "aws iam create-role --role-name Reader --assume-role-policy-document " +
          `'{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'`,
        "aws iam attach-role-policy --role-name Reader --policy-arn arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess",
      ],
    },
  ];
}
