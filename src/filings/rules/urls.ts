import { asciiDomain } from './suffixes.ts';
import { type Place, rule } from './types.ts';

const hostOf = (url: string) =>
  asciiDomain(
    url
      .replace(/^https?:\/\//i, '')
      .split(/[/?#:]/)[0]
      ?.toLowerCase() ?? '',
  );

/** Bureau codes 1022 and 1041. */
export const homeUrls = rule({
  code: 'home_url',
  severity: 'reject',
  reason: '1022',
  broken: (form) =>
    form.services.flatMap(({ home_url, domains }, index): Place[] => {
      const path = `services.${index}.home_url`;
      if (home_url === '') return [];
      const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(home_url)?.[1]?.toLowerCase() ?? 'http';
      if (/\s/.test(home_url) || !/^https?$/.test(scheme)) return [{ path }];
      const host = hostOf(home_url);
      if (host === '') return [{ path }];
      const own = domains.map(asciiDomain).filter((domain) => domain !== '');
      if (own.length === 0 || own.some((domain) => host === domain || host.endsWith(`.${domain}`)))
        return [];
      return [{ path, reason: '1041' }];
    }),
});

/** Bureau code 1021. */
export const homeUrlTwice = rule({
  code: 'home_url_twice',
  severity: 'reject',
  reason: '1021',
  message: '与另一个网站的相同',
  broken: (form) => {
    const plain = form.services.map(({ home_url }) =>
      home_url
        .toLowerCase()
        .replace(/^https?:\/\//, '')
        .replace(/\/$/, ''),
    );
    return plain.flatMap((url, index) =>
      url !== '' && plain.indexOf(url) < index ? [`services.${index}.home_url`] : [],
    );
  },
});
