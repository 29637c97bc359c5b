/** The script, its chunks and the model come from an origin that the policy must allow. */
export function policyAdvice({
  policy,
  url,
}: {
  policy?: string;
  url: string;
}): { kind: 'missing'; what: string; line: string }[] {
  if (!policy) return [];
  const directives = new Map(
    policy.split(';').map((one) => {
      const [name, ...values] = one.trim().toLowerCase().split(/\s+/);
      return [name, values] as const;
    }),
  );
  const { protocol, host } = new URL(url);
  return ['script-src', 'connect-src'].flatMap((name) => {
    const values = directives.get(name) ?? directives.get('default-src');
    const own = ["'self'", '*', protocol, host, `${protocol}//${host}`];
    if (!values || own.some((value) => values.includes(value))) return [];
    return [
      {
        kind: 'missing' as const,
        what: `The policy does not let this page load from its own origin (${name} ${values.join(' ')}).`,
        line: `${name} 'self'`,
      },
    ];
  });
}
