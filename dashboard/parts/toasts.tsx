import { CircleCheck, CircleX, X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { common } from '../texts/common.ts';
import { useTexts } from '../texts/use-texts.tsx';
import { Icon } from './icon.tsx';

interface Toast {
  id: number;
  tone: 'good' | 'bad';
  text: string;
}

type Say = (tone: Toast['tone'], text: string) => void;

const SHOWN_MS = 8000;
const ToastContext = createContext<Say>(() => undefined);

/** Short messages about what was just done. They are read out, and stay until they are closed where something failed. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const t = useTexts(common);
  const [toasts, setToasts] = useState<Toast[]>([]);
  const remove = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const say = useCallback<Say>(
    (tone, text) => {
      const id = Date.now() + Math.random();
      setToasts((all) => [...all, { id, tone, text }]);
      if (tone === 'good') setTimeout(() => remove(id), SHOWN_MS);
    },
    [remove],
  );
  return (
    <ToastContext value={say}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map(({ id, tone, text }) => (
          <div key={id} className={`toast ${tone}`}>
            <Icon of={tone === 'good' ? CircleCheck : CircleX} />
            <span>{text}</span>
            <button
              type="button"
              className="button plain icon"
              aria-label={t.close}
              onClick={() => remove(id)}
            >
              <Icon of={X} size={14} />
            </button>
          </div>
        ))}
      </div>
    </ToastContext>
  );
}

export function useToast(): Say {
  return useContext(ToastContext);
}
