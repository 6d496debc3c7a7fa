/** Passwords of ten characters and more that stand high in every list of leaked ones; shorter ones are refused anyway. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `1234567890 0123456789 0987654321 9876543210 12345678910 123456789a 123456789q 1234567891 1234567899
  a123456789 q123456789 z123456789 aa123456789 abc123456789 abcd123456 abcde12345 abcdef1234 abcdefg123
  1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc qwertyuiop qwertyuiop123 qwerty1234 qwerty12345 qwerty123456
  q1w2e3r4t5 q1w2e3r4t5y6 asdfghjkl123 asdfghjkl; asdf123456 asd123456789 zxcvbnm123 zxcvbnm,./ qazwsxedc123
  qazwsxedcrfv 1qazxsw23edc password12 password123 password1234 password12345 passw0rd123 p@ssw0rd123 p@ssword123
  admin12345 admin123456 administrator root123456 test123456 user123456 guest12345 welcome123 letmein123
  iloveyou123 iloveyou1314 woaini1314 woaini520 woaini5201314 woaini123456 5201314520 5201314521 1314520520
  1314521521 13145201314 520131452013 147258369a 1472583690 7894561230 0147258369 1597534682 3216549870
  1122334455 1223334444 1212121212 1231231230 123123123a 123321123321 1234512345 123456123456 123456654321
  1234554321 12344321aa 11223344556 aini123456 zhang123456 wang123456 li123456789 chen123456 liu123456789
  huang123456 zhao123456 china12345 china123456 beijing123 beijing2008 shanghai123 shenzhen123 taobao12345
  alibaba123 tencent123 baidu12345 huawei12345 huawei@123 huawei12#$ admin@1234 admin@12345 admin@123456
  abc@123456 abcd@12345 abcd@123456 aa123456.. aa12345678 qq123456789 qq12345678 wx123456789 a1234567890
  q1234567890 123456abcdef 123qweasdzxc qweasdzxc123 qwe123456789 qweqweqwe1 asdasdasd1 zaq12wsxcde3
  zaq1zaq1zaq1 changeme123 default123 secret1234 superman123 football123 baseball123 sunshine123 princess123
  dragon12345 monkey12345 master12345 michael123 jordan12345 computer123 internet123 samsung123 beika123456`
    .split(/\s+/)
    .filter((word) => word.length >= 10),
);
