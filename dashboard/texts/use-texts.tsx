import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { readChoice, writeChoice } from '../format/choices.ts';
import { createFormats, type Formats } from '../format/formats.ts';
import { type Catalogue, chooseLanguage, type Language, localeOf, type Texts } from './texts.ts';

interface Speech {
  language: Language;
  setLanguage(language: Language): void;
  formats: Formats;
}

const SpeechContext = createContext<Speech | undefined>(undefined);

/** Language, locale and time zone for everything below. */
export function SpeechProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(() => chooseLanguage(readChoice('language'), navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo<Speech>(
    () => ({
      language,
      setLanguage(chosen) {
        writeChoice('language', chosen);
        setLanguage(chosen);
      },
      formats: createFormats(localeOf(language, navigator.languages)),
    }),
    [language],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useSpeech(): Speech {
  return useContext(SpeechContext)!;
}

/** The texts of a part in the viewer's language. */
export function useTexts<T extends Catalogue>(of: Texts<T>): T {
  return of[useSpeech().language] as T;
}

export function useFormats(): Formats {
  return useSpeech().formats;
}
