import { type ReactNode, useEffect } from 'react';
import { common } from '../texts/common.ts';
import { useTexts } from '../texts/use-texts.tsx';

/** The title of a page, on the page and in the window. */
export function PageHead({
  title,
  about,
  children,
}: {
  title: string;
  about?: string;
  children?: ReactNode;
}) {
  const t = useTexts(common);
  useEffect(() => {
    document.title = `${title} · ${t.product}`;
  }, [title, t]);
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {children && <div className="tools">{children}</div>}
      {about && (
        <div className="about">
          <p>{about}</p>
        </div>
      )}
    </div>
  );
}
