/** An explanation of a decision, in words and with its statements. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Decision } from "@/access/decision";
import { linkTo } from "./address";
import type { ExplainedStatement, Explanation } from "./explanation";
import { deciding, missingStatement } from "./explanation";
import { useRegion } from "./region";

export function ExplanationText({ explanation }: { readonly explanation: Explanation }) {
  const { Reasons, Statements, MissingContext, Notes } = explanation;
  const decided = deciding(explanation);
  const others = Statements.filter((each) => !decided.includes(each));
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={2}
        items={[
          { label: "Decision", value: <Decision decision={explanation.Decision} /> },
          { label: "Decided by", value: explanation.DecidedBy },
          { label: "Action", value: explanation.Action },
          { label: "Principal", value: explanation.Principal },
          { label: "Resource", value: explanation.Resource },
        ]}
      />
      <div>
        {Reasons.map((reason) => (
          <Box key={reason} variant="p">
            {reason}
          </Box>
        ))}
      </div>
      <Missing explanation={explanation} />
      {decided.map((each) => (
        <StatementSection key={each.Summary} statement={each} isOpen />
      ))}
      {others.length > 0 && (
        <ExpandableSection
          headerText={`Other statements about this action (${String(others.length)})`}
          defaultExpanded={decided.length === 0}
        >
          {others.map((each) => (
            <StatementSection key={each.Summary} statement={each} />
          ))}
        </ExpandableSection>
      )}
      {MissingContext.length > 0 && (
        <Alert type="info">
          Statements look at condition keys for which no value was given:{" "}
          {MissingContext.join(", ")}.
        </Alert>
      )}
      {Notes.map((note) => (
        <Alert key={note} type="info">
          {note}
        </Alert>
      ))}
    </SpaceBetween>
  );
}

/** What is missing if nothing allows the request. */
function Missing({ explanation }: { readonly explanation: Explanation }) {
  const statement = missingStatement(explanation);
  if (statement === undefined) return null;
  return (
    <div>
      <Box variant="awsui-key-label">Missing action: {explanation.Action}</Box>
      <Box color="text-body-secondary" fontSize="body-s">
        A statement like this one would allow it:
      </Box>
      <Box variant="pre">{statement}</Box>
      <CopyToClipboard
        textToCopy={statement}
        copyButtonText="Copy"
        copyButtonAriaLabel="Copy the statement"
        copySuccessText="Copied"
        copyErrorText="The browser does not allow copying here"
      />
    </div>
  );
}

interface SectionProperties {
  readonly statement: ExplainedStatement;
  readonly isOpen?: boolean;
}

function StatementSection({ statement, isOpen = false }: SectionProperties) {
  const region = useRegion();
  const { Summary, Statement, PolicyArn, PolicyName } = statement;
  return (
    <ExpandableSection headerText={Summary} defaultExpanded={isOpen}>
      <SpaceBetween size="xs">
        {PolicyArn !== undefined && (
          <Link href={linkTo(region, "policies", PolicyArn)}>Open policy {PolicyName}</Link>
        )}
        {Statement === undefined ? (
          <Box>The policy belongs to another account, so the statement is not shown.</Box>
        ) : (
          <Box variant="pre">{JSON.stringify(Statement, null, 2)}</Box>
        )}
      </SpaceBetween>
    </ExpandableSection>
  );
}
