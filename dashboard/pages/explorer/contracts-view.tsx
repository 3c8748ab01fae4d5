import { useState } from 'react';
import { Link } from 'wouter';
import { useContractEvents, useContracts } from '../../api/chain.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Hash } from '../../parts/hash.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { EventTable } from './event-table.tsx';
import { explorer } from './texts.ts';

type Contracts = NonNullable<ReturnType<typeof useContracts>['data']>;
type Contract = Contracts['items'][number];
type OtherContract = Contracts['others'][number];
const STEP = 25;

/** Our contracts: who may do what in them, and what they have said; then those of others: what they offer, and said. */
export function ContractsView() {
  const query = useContracts();
  return (
    <Answer query={query} rows={8}>
      {({ items, others }) => (
        <div className="stack">
          {items.map((contract) => (
            <ContractView key={contract.name} contract={contract} />
          ))}
          {others.map((contract) => (
            <OtherContractView key={contract.name} contract={contract} />
          ))}
        </div>
      )}
    </Answer>
  );
}

function ContractView({ contract: { name, address, roles } }: { contract: Contract }) {
  const t = useTexts(explorer);
  const formats = useFormats();
  const columns: Column<Contract['roles'][number]>[] = [
    { id: 'role', title: t.role, cell: ({ role }) => t.roleNames[role] },
    { id: 'member', title: t.member, cell: ({ member }) => <Hash value={member} /> },
    {
      id: 'since',
      title: t.sinceBlock,
      number: true,
      cell: ({ sinceBlock }) => (
        <Link href={`/explorer/blocks/${sinceBlock}`}>{formats.number(sinceBlock)}</Link>
      ),
    },
  ];
  return (
    <div className="grid">
      <Panel title={t.contracts[name]} className="w4" note={<Hash value={address} />} flush>
        <p className="lead quiet">{t.contractAbout[name]}</p>
        <DataTable
          label={`${t.contracts[name]}, ${t.roles}`}
          columns={columns}
          rows={roles}
          rowKey={({ role, member }) => role + member}
        />
      </Panel>
      <HistoryPanel name={name} title={t.contracts[name]} />
    </div>
  );
}

function OtherContractView({ contract: { name, address, abi } }: { contract: OtherContract }) {
  const t = useTexts(explorer);
  const functions = (abi as AbiEntry[]).filter(({ type }) => type === 'function');
  const columns: Column<AbiEntry>[] = [{ id: 'function', title: t.functions, wrap: true, cell: signatureOf }];
  return (
    <div className="grid">
      <Panel title={name} className="w4" note={<Hash value={address} />} flush>
        <p className="lead quiet">{t.otherContract}</p>
        <DataTable
          label={`${name}, ${t.functions}`}
          columns={columns}
          rows={functions}
          rowKey={signatureOf}
        />
      </Panel>
      <HistoryPanel name={name} title={name} />
    </div>
  );
}

interface AbiEntry {
  type: string;
  name?: string;
  inputs?: { name?: string; type: string }[];
}

function signatureOf({ name, inputs = [] }: AbiEntry): string {
  return `${name}(${inputs.map((input) => `${input.type} ${input.name ?? ''}`.trim()).join(', ')})`;
}

function HistoryPanel({ name, title }: { name: string; title: string }) {
  const t = useTexts(explorer);
  const [limit, setLimit] = useState(STEP);
  const history = useContractEvents(name, limit);
  return (
    <Panel title={t.history} className="w8" flush>
      <Answer query={history} rows={6}>
        {({ items, next }) => (
          <EventTable
            label={`${title}, ${t.history}`}
            events={items}
            {...(next ? { more: () => setLimit(limit + STEP) } : {})}
          />
        )}
      </Answer>
    </Panel>
  );
}
