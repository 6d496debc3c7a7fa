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
  message: '首页网址不对',
  suggestion: '请填写如 www.example.com 的网址，其中的域名须是本网站的域名之一',
  broken: (form) =>
    form.services.flatMap(({ home_url, domains }, index): Place[] => {
      const path = `services.${index}.home_url`;
      if (home_url === '') return [];
      const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(home_url)?.[1]?.toLowerCase() ?? 'http';
      if (/\s/.test(home_url) || !/^https?$/.test(scheme))
        return [{ path, message: '首页网址格式不对' }];
      const host = hostOf(home_url);
      if (host === '') return [{ path, message: '首页网址格式不对' }];
      const own = domains.map(asciiDomain).filter((domain) => domain !== '');
      if (own.length === 0 || own.some((domain) => host === domain || host.endsWith(`.${domain}`)))
        return [];
      return [{ path, message: '首页网址必须包含本网站的一个域名' }];
    }),
});

/** Bureau code 1021. */
export const homeUrlTwice = rule({
  code: 'home_url_twice',
  severity: 'reject',
  message: '首页网址与另一个网站的相同',
  suggestion: '每个网站请填写各自的首页网址',
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
