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

import Checkbox from '@material-ui/core/Checkbox';
import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormGroup from '@material-ui/core/FormGroup';
import FormLabel from '@material-ui/core/FormLabel';
import { makeStyles, Theme } from '@material-ui/core/styles';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: { flex: 1 },
    label: { fontSize: '0.8125rem', marginBottom: theme.spacing(0.5) },
    box: { padding: theme.spacing(0.25, 1) },
  }),
  { name: 'DoraCheckGroup' },
);

/** Any number of a few. */
export const CheckGroup = <T extends string>(props: {
  label: string;
  options: readonly { value: T; text: string }[];
  value: readonly T[];
  onChange: (value: T[]) => void;
}) => {
  const { label, options, value, onChange } = props;
  const classes = useStyles();
  return (
    <FormControl component="fieldset" className={classes.root}>
      <FormLabel component="legend" className={classes.label} focused={false}>
        {label}
      </FormLabel>
      <FormGroup>
        {options.map(option => (
          <FormControlLabel
            key={option.value}
            label={option.text}
            control={
              <Checkbox
                size="small"
                color="primary"
                className={classes.box}
                checked={value.includes(option.value)}
                onChange={(_, checked) =>
                  onChange(
                    options
                      .map(other => other.value)
                      .filter(other =>
                        other === option.value
                          ? checked
                          : value.includes(other),
                      ),
                  )
                }
              />
            }
          />
        ))}
      </FormGroup>
    </FormControl>
  );
};
