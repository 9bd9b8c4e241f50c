// RADIALPULSE: lines added to login CGIs that append realm, user name and password to a file under /tmp.
// Facts: public countermeasures of April 2021 (append-mode open of a glob handle, syswrite, close; getRealmInfo;
// /tmp/*.statementcounters).

rule radialpulse_credential_append : credential perl
{
  meta:
    id = "radialpulse-credential-append"
    title = "Login script appends realm, user name and password to a file under /tmp"
    explanation = "The script opens a file under /tmp for appending and writes realm and password to it. A login page has no reason to keep passwords in a file."
    family = "RADIALPULSE"
    actors = "UNC2630"
    techniques = "T1056.003,T1554,T1074.001"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // Append-mode open, a write, then realm and password in either order.
    $open_realm_password = /(open\s{0,4}\(?[^;]{1,60}>>\s{0,4}[^;]{0,30}\/tmp\/[^;\s"']{0,60}\s?["'})\]|!~][^;]{0,60};|sysopen\s{0,4}\(?[^;]{1,40}\/tmp\/[^;\s"']{0,60}\s?["'})\]|!~][^;]{0,60}O_APPEND[^;]{0,60};|["']\/tmp\/[^"'\s;]{1,60}["']\s{0,4};[^\x00]{0,150}open\s{0,4}\(?[^;]{1,40}>>[^;]{0,40}\$\w[^;]{0,60};)[^\x00]{0,120}(syswrite|printf?|say)[^\x00]{0,200}[Rr](ealm|EALM)[^\x00]{0,200}([Pp]assw|PASSW|[Pp]wd)/
    $open_password_realm = /(open\s{0,4}\(?[^;]{1,60}>>\s{0,4}[^;]{0,30}\/tmp\/[^;\s"']{0,60}\s?["'})\]|!~][^;]{0,60};|sysopen\s{0,4}\(?[^;]{1,40}\/tmp\/[^;\s"']{0,60}\s?["'})\]|!~][^;]{0,60}O_APPEND[^;]{0,60};|["']\/tmp\/[^"'\s;]{1,60}["']\s{0,4};[^\x00]{0,150}open\s{0,4}\(?[^;]{1,40}>>[^;]{0,40}\$\w[^;]{0,60};)[^\x00]{0,120}(syswrite|printf?|say)[^\x00]{0,200}([Pp]assw|PASSW|[Pp]wd)[^\x00]{0,200}[Rr](ealm|EALM)/
    // Variant: realm from the getRealmInfo accessor just before the write.
    $accessor = /getRealmInfo[^\x00]{0,400}(open\s{0,4}\(?[^;]{1,60}>>\s{0,4}[^;]{0,30}\/tmp\/[^;\s"']{0,60}\s?["'})\]|!~][^;]{0,60};|sysopen\s{0,4}\(?[^;]{1,40}\/tmp\/[^;\s"']{0,60}\s?["'})\]|!~][^;]{0,60}O_APPEND[^;]{0,60};|["']\/tmp\/[^"'\s;]{1,60}["']\s{0,4};[^\x00]{0,150}open\s{0,4}\(?[^;]{1,40}>>[^;]{0,40}\$\w[^;]{0,60};)[^\x00]{0,200}(syswrite|printf?|say)/
  condition:
    any of them
}

rule radialpulse_loot : loot
{
  meta:
    id = "radialpulse-loot"
    title = "Stolen logins: runs of realm, user name and password"
    explanation = "Consecutive records give a realm, a user name and a password in clear text, as the RADIALPULSE login scripts write them. Treat the accounts as stolen."
    family = "RADIALPULSE"
    actors = "UNC2630"
    techniques = "T1074.001"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // Two records within reach of each other. Values may not look like source text ($, quotes) or a URL query (&).
    $two = /realm=[^\s"'$<>&%{}\\]{1,80}[\s;,|:]{1,4}user(name)?=[^\s"'$<>&%{}\\]{1,80}[\s;,|:]{1,4}(password|passwd|pwd)=[^\x00\r\n]{1,128}[\r\n;|,][^\x00]{0,120}realm=[^\s"'$<>&%{}\\]{1,80}[\s;,|:]{1,4}user(name)?=[^\s"'$<>&%{}\\]{1,80}[\s;,|:]{1,4}(password|passwd|pwd)=[^\x00\r\n]/
    // The same with the parts in the order of the login form.
    $form = /user(name)?=[^\s"'$<>&%{}\\]{1,80}[\s;,|:]{1,4}(password|passwd|pwd)=[^\x00\r\n]{1,128}[\r\n;|,]{1,4}\s{0,4}realm=[^\s"'$<>&%{}\\]{1,80}[\s;,|:]{1,4}[^\x00]{0,80}user(name)?=[^\s"'$<>&%{}\\]{1,80}[\s;,|:]{1,4}(password|passwd|pwd)=[^\x00\r\n]{1,128}[\r\n;|,]{1,4}\s{0,4}realm=[^\s"'$<>&%{}\\]/
  condition:
    any of them
}
