import { createRoot } from 'react-dom/client';
import './styles/fonts.css';
import './styles/all.css';
import { App } from './app/app.tsx';

createRoot(document.getElementById('root')!).render(<App />);
