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

import { ReactNode, useState } from 'react';
import { doraCorrectPermission } from '@backstage-dora/plugin-dora-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { CorrectionDialog } from './CorrectionDialog';
import { CorrectionsContext } from './CorrectionsContext';
import { Intent } from './Intent';

/** Lets those who may correct what the rules made of the facts. */
export const CorrectionsProvider = (props: { children: ReactNode }) => {
  const { allowed } = usePermission({ permission: doraCorrectPermission });
  const [intent, setIntent] = useState<Intent>();
  return (
    <CorrectionsContext.Provider value={allowed ? setIntent : undefined}>
      {props.children}
      {intent && (
        <CorrectionDialog
          intent={intent}
          onChange={setIntent}
          onClose={() => setIntent(undefined)}
        />
      )}
    </CorrectionsContext.Provider>
  );
};
