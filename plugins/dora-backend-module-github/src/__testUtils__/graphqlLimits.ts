/*
 * Copyright 2026 The Backstage DORA Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { DocumentNode, FieldNode, SelectionNode } from 'graphql';

function fieldsOf(selections: ReadonlyArray<SelectionNode> = []): FieldNode[] {
  return selections.flatMap(selection => {
    if (selection.kind === 'Field') {
      return [selection];
    }
    return 'selectionSet' in selection
      ? fieldsOf(selection.selectionSet.selections)
      : [];
  });
}

function rootFields(document: DocumentNode): FieldNode[] {
  const [query] = document.definitions;
  return query.kind === 'OperationDefinition'
    ? fieldsOf(query.selectionSet.selections)
    : [];
}

/** How many of something are asked for, or undefined where one is. */
function limitOf(
  field: FieldNode,
  variables: Record<string, unknown>,
): number | undefined {
  if (field.name.value === 'nodes' && field.arguments?.length) {
    return (variables.ids as unknown[]).length;
  }
  const first = field.arguments?.find(({ name }) => name.value === 'first');
  return first?.value.kind === 'IntValue'
    ? Number(first.value.value)
    : undefined;
}

/** As many requests as GitHub reckons with: one for each list, of each thing that may have it. */
export function requestsOf(
  document: DocumentNode,
  variables: Record<string, unknown>,
): number {
  const count = (fields: FieldNode[], times: number): number =>
    fields
      .map(field => {
        const include = field.directives?.some(
          ({ name }) => name.value === 'include',
        );
        if (include && !variables.files) {
          return 0;
        }
        const limit = limitOf(field, variables);
        return (
          (limit === undefined ? 0 : times) +
          count(fieldsOf(field.selectionSet?.selections), times * (limit ?? 1))
        );
      })
      .reduce((sum, requests) => sum + requests, 0);
  return count(rootFields(document), 1);
}

/** GitHub wants to know of each list how much of it, and gives no more than 100 at once. */
export function wrongLimits(
  document: DocumentNode,
  variables: Record<string, unknown>,
): { message: string }[] {
  const check = (field: FieldNode): { message: string }[] => {
    const limit = limitOf(field, variables);
    const below = fieldsOf(field.selectionSet?.selections);
    const isList = below.some(({ name }) =>
      ['nodes', 'edges', 'totalCount'].includes(name.value),
    );
    const name = field.name.value;
    return [
      ...(isList && limit === undefined
        ? [
            {
              message: `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
            },
          ]
        : []),
      ...(limit !== undefined && limit > 100
        ? [{ message: `You may not ask for more than 100 ${name}` }]
        : []),
      ...below.flatMap(check),
    ];
  };
  return rootFields(document).flatMap(check);
}
