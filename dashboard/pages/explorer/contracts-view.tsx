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

type Contract = NonNullable<ReturnType<typeof useContracts>['data']>['items'][number];
const STEP = 25;

/** Both contracts: who may do what in them, and what they have said. */
export function ContractsView() {
  const query = useContracts();
  return (
    <Answer query={query} rows={8}>
      {({ items }) => (
        <div className="stack">
          {items.map((contract) => (
            <ContractView key={contract.name} contract={contract} />
          ))}
        </div>
      )}
    </Answer>
  );
}

function ContractView({ contract: { name, address, roles } }: { contract: Contract }) {
  const t = useTexts(explorer);
  const formats = useFormats();
  const [limit, setLimit] = useState(STEP);
  const history = useContractEvents(name, limit);
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
      <Panel title={t.history} className="w8" flush>
        <Answer query={history} rows={6}>
          {({ items, next }) => (
            <EventTable
              label={`${t.contracts[name]}, ${t.history}`}
              events={items}
              {...(next ? { more: () => setLimit(limit + STEP) } : {})}
            />
          )}
        </Answer>
      </Panel>
    </div>
  );
}
