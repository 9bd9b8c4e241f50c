// PULSECHECK: key, nonce and command arrive in three X- headers; output goes back RC4-encrypted and base64-encoded.
// Facts: MITRE ATT&CK S1108; public countermeasures of April 2021 (X-CMD, X-CNT, X-KEY; order of the steps).

rule pulsecheck_header_command : webshell perl
{
  meta:
    id = "pulsecheck-header-command"
    title = "CGI runs a command taken from custom request headers and encodes the output"
    explanation = "The script reads several custom X- headers, runs a command built from them, and answers with encoded output. Headers are not logged, so the command leaves no trace in the web log."
    family = "PULSECHECK"
    actors = "UNC2630"
    techniques = "T1505.003,T1059.004,T1132.001"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1108/"
  strings:
    // Two X- headers (not Forwarded, Real or Requested, which proxies and browsers send).
    $headers = /HTTP_X_[A-EG-QS-Z]\w{1,20}["']?\s{0,3}\}[^\x00]{0,200}HTTP_X_[A-EG-QS-Z]\w{1,20}["']?\s{0,3}\}/
    // A command with a variable; what begins the argument tells it from prose, where "system" is a common word.
    $command = /[^\w>:.](system|exec|popen)\s{0,4}(\$\w|([*("'@{\\`]|q[qwx]?\W|\w{1,20}\s{0,3}[,("'$@{])[^;\n]{0,60}\$\w)/
    $pipe = /[^\w>:$@%.]open\s{0,4}(([(*$\\A-Z]|["']\w|(my|our|local)\b)[^;\n]{0,40}|\w{1,20}\s{0,4}),[^;\n]{0,20}\$\w[^;\n]{0,40}\|/
    $ticks = /HTTP_X_[A-EG-QS-Z]\w{1,20}["']?\s{0,3}\}[^\x00]{0,300}(`[^`\n]{0,40}|[^\w]qx\s{0,4}[({\/|!#~][^\n]{0,40})\$\w/
    // The output goes back through RC4 or base64.
    $encoded = /\b(encode_base64|Base64::encode|RC4\(|RC4 \(|rc4\(|rc4 \()/
    // The three header names of the published traffic, in any order.
    $cmd = /HTTP_X_CMD["'\s}]/
    $cnt = /HTTP_X_CNT["'\s}]/
    $key = /HTTP_X_KEY["'\s}]/
  condition:
    for any i in (1..#headers) : (
      ($command in (@headers[i] .. @headers[i] + 1200) or $pipe in (@headers[i] .. @headers[i] + 1200) or $ticks in (@headers[i] .. @headers[i] + 400))
      and $encoded in (@headers[i] .. @headers[i] + 2000)
    )
    or for any i in (1..#cmd) : ($cnt in (@cmd[i] - 1500 .. @cmd[i] + 1500) and $key in (@cmd[i] - 1500 .. @cmd[i] + 1500))
}
