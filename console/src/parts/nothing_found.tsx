import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";

/** Shown in a list in which the search finds nothing. */
export function NothingFound({ onClear }: { readonly onClear: () => void }) {
  return (
    <Box textAlign="center">
      <SpaceBetween size="s">
        <Box>Nothing matches the search.</Box>
        <Button onClick={onClear}>Clear the search</Button>
      </SpaceBetween>
    </Box>
  );
}
