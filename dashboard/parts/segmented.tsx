/** One of a few choices that stand side by side. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  choose,
}: {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  choose: (value: Value) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset with a legend takes a line of its own
    <div className="segmented" role="group" aria-label={label}>
      {options.map(([option, title]) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => choose(option)}>
          {title}
        </button>
      ))}
    </div>
  );
}
