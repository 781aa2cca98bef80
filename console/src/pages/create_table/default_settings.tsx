/** What a table has that is created with the default settings. */

import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly isEditable: boolean;
}

const SETTINGS: readonly Setting[] = [
  { name: "Table class", value: "DynamoDB Standard", isEditable: true },
  { name: "Capacity mode", value: "On-demand", isEditable: true },
  { name: "Maximum read capacity units", value: "-", isEditable: true },
  { name: "Maximum write capacity units", value: "-", isEditable: true },
  { name: "Local secondary indexes", value: "-", isEditable: false },
  { name: "Global secondary indexes", value: "-", isEditable: true },
  { name: "Encryption key management", value: "Owned by Amazon DynamoDB", isEditable: true },
  { name: "Deletion protection", value: "Off", isEditable: true },
  { name: "Resource-based policy", value: "Not active", isEditable: true },
];

export function DefaultSettings() {
  return (
    <Container header={<Header variant="h2">Default table settings</Header>}>
      <Table<Setting>
        variant="embedded"
        items={SETTINGS}
        trackBy="name"
        ariaLabels={{ tableLabel: "Default table settings" }}
        columnDefinitions={[
          { id: "name", header: "Setting", cell: ({ name }) => name, isRowHeader: true },
          { id: "value", header: "Value", cell: ({ value }) => value },
          {
            id: "editable",
            header: "Editable after creation",
            cell: ({ isEditable }) => (isEditable ? "Yes" : "No"),
          },
        ]}
      />
    </Container>
  );
}
