import { PredictorProvider } from 'nextaisle/react';

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <PredictorProvider options={{ consent: 'granted' }}>{children}</PredictorProvider>
      </body>
    </html>
  );
}
