/** The dialog that searches a vector index for the items nearest to a vector. */

import type { SearchResultItem, TableDescription } from "@aws-sdk/client-dynamodb";
import { SearchVectorsCommand } from "@aws-sdk/client-dynamodb";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Table from "@cloudscape-design/components/table";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useWrite } from "@/aws/queries";
import { FormDialog } from "@/parts/form_dialog";
import { cut, valueText } from "./value_text";
import type { FilterDraft } from "./vector_search";
import { searchCondition, typedVector } from "./vector_search";

interface Properties {
  readonly table: TableDescription;
  readonly index: string;
  readonly onClose: () => void;
}

const DEFAULT_COUNT = "10";

export function SearchVectorsDialog({ table, index, onClose }: Properties) {
  const described = table.VectorIndexes?.find(({ IndexName }) => IndexName === index);
  const dimensions = described?.Dimensions ?? 0;
  const [text, setText] = useState("");
  const [count, setCount] = useState(DEFAULT_COUNT);
  const [filters, setFilters] = useState<readonly FilterDraft[]>(() =>
    (described?.SearchSchema ?? []).map(({ AttributeName: name = "" }) => ({
      name,
      type:
        table.AttributeDefinitions?.find((each) => each.AttributeName === name)?.AttributeType ??
        "S",
      value: "",
    })),
  );
  const typed = typedVector(text, dimensions);
  const search = useWrite(
    async ({ dynamodb }) => {
      if ("error" in typed) throw new Error(typed.error);
      const answer = await dynamodb.send(
        new SearchVectorsCommand({
          TableName: table.TableName,
          IndexName: index,
          SearchVector: typed.vector,
          TopK: Number(count),
          ...searchCondition(filters),
        }),
      );
      return answer.SearchResults ?? [];
    },
    { showsFailure: true },
  );
  return (
    <FormDialog
      title={`Search ${index}`}
      size="large"
      action="Search"
      onSubmit={() => search.mutate(undefined)}
      onClose={onClose}
      isRunning={search.isPending}
      isReady={!("error" in typed)}
      error={search.error}
    >
      <FormField
        label="Vector"
        description={`${String(dimensions)} numbers, with commas between them.`}
        errorText={text !== "" && "error" in typed ? typed.error : undefined}
      >
        <Textarea
          value={text}
          rows={2}
          spellcheck={false}
          onChange={({ detail }) => setText(detail.value)}
        />
      </FormField>
      {filters.map((filter, place) => (
        <FormField key={filter.name} label={`${filter.name} (${filter.type}) - optional`}>
          <Input
            value={filter.value}
            spellcheck={false}
            onChange={({ detail }) =>
              setFilters(
                filters.map((each, other) =>
                  other === place ? { ...each, value: detail.value } : each,
                ),
              )
            }
          />
        </FormField>
      ))}
      <FormField label="Number of results">
        <Input
          value={count}
          inputMode="numeric"
          onChange={({ detail }) => setCount(detail.value)}
        />
      </FormField>
      {search.data && <Results items={search.data} />}
    </FormDialog>
  );
}

function Results({ items }: { readonly items: readonly SearchResultItem[] }) {
  return (
    <Table<SearchResultItem>
      variant="embedded"
      wrapLines
      items={items}
      ariaLabels={{ tableLabel: "Nearest items" }}
      empty="No item was found."
      columnDefinitions={[
        { id: "score", header: "Score", cell: ({ Score }) => String(Score ?? "-"), width: 160 },
        { id: "item", header: "Item", cell: ({ Item = {} }) => cut(valueText({ M: Item })) },
      ]}
    />
  );
}
