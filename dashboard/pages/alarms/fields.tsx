/** A text or a number with its name. */
export function Field({
  name,
  value,
  set,
  number = false,
  ...rest
}: {
  name: string;
  value: string;
  set: (value: string) => void;
  number?: boolean;
  required?: boolean;
  maxLength?: number;
  list?: string;
  placeholder?: string;
  min?: number;
}) {
  return (
    <label className="field">
      {name}
      <input
        className="input"
        autoComplete="off"
        {...(number ? { type: 'number', step: 'any', required: true } : {})}
        {...rest}
        value={value}
        onChange={({ target }) => set(target.value)}
      />
    </label>
  );
}

export function Choice<Value extends string>({
  name,
  value,
  options,
  set,
}: {
  name: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  set: (value: Value) => void;
}) {
  return (
    <label className="field">
      {name}
      <select className="input" value={value} onChange={({ target }) => set(target.value as Value)}>
        {options.map(([option, title]) => (
          <option key={option} value={option}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
