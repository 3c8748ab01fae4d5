import type { PodRow } from '../../api/pods.ts';
import { Panel } from '../../parts/panel.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { pods } from './texts.ts';

export function RegistryPanel({ row, className }: { row: PodRow; className: string }) {
  const t = useTexts(pods);
  const formats = useFormats();
  const services = row.serviceTypes.map((name) => t.services[name as keyof typeof t.services] ?? name);
  const facts: [string, string | undefined][] = [
    [t.municipality, row.municipality],
    [t.province, row.province],
    [t.contracted, row.contractedPowerW && formats.quantity(row.contractedPowerW, 'W')],
    [t.powerClass, row.powerClass],
    [t.voltage, row.voltageLevel],
    [t.serviceTypes, services.join(', ')],
    [t.meters, row.meters.join(', ')],
  ].map(([name, value]) => [String(name), value ? String(value) : undefined]);
  return (
    <Panel title={t.registry} className={className}>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
