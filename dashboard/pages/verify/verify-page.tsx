import { useQuery } from '@tanstack/react-query';
import { FileDown } from 'lucide-react';
import { useMemo } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useSignIn } from '../../sign-in/session-provider.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { serverChain, serverNetwork } from './server-chain.ts';
import { verify } from './texts.ts';
import { Verifier } from './verifier.tsx';

/** The verifier inside the application. Who has signed in can let the DSO's chain node be asked. */
export function VerifyPage() {
  const t = useTexts(verify);
  const signIn = useSignIn();
  const client = signIn.state === 'signed-in' ? signIn.client : undefined;
  const chain = useMemo(() => client && serverChain(client), [client]);
  const network = useQuery({
    queryKey: ['network'],
    queryFn: () => serverNetwork(client!),
    enabled: client !== undefined,
  });
  return (
    <>
      <PageHead title={t.title} about={t.about} />
      <Verifier {...(network.data ? { offered: network.data } : {})} {...(chain ? { chain } : {})}>
        <Panel title={t.offline}>
          <div className="stack">
            <p className="quiet">{t.offlineHelp}</p>
            <a className="button" href="/verify.html" download="verify.html">
              <Icon of={FileDown} />
              {t.save}
            </a>
          </div>
        </Panel>
      </Verifier>
    </>
  );
}
