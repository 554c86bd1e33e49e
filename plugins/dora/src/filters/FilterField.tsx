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

import { useEffect, useRef, useState } from 'react';
import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import SearchIcon from '@material-ui/icons/Search';

/** So long a pause in the typing ends a word. */
const PAUSE_MS = 300;

/** A filter that waits for a pause in the typing. */
export const FilterField = (props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) => {
  const { label, value, onChange } = props;
  const [text, setText] = useState(value);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  // Leaves the space alone that one types before the next word.
  useEffect(
    () => setText(typed => (typed.trim() === value ? typed : value)),
    [value],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <TextField
      fullWidth
      size="small"
      variant="outlined"
      type="search"
      value={text}
      onChange={event => {
        const next = event.target.value;
        setText(next);
        clearTimeout(timer.current);
        // The address may have changed by then, and this with it.
        timer.current = setTimeout(() => latest.current(next.trim()), PAUSE_MS);
      }}
      placeholder={label}
      inputProps={{ 'aria-label': label }}
      InputProps={{
        startAdornment: (
          <InputAdornment position="start">
            <SearchIcon fontSize="small" />
          </InputAdornment>
        ),
      }}
    />
  );
};
