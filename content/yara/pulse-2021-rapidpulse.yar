// RAPIDPULSE: changes to a vendor CGI that return any file; its name arrives RC4-encrypted in a query parameter and the
// content goes back RC4 and base64. No hash was published: behaviour is all there is.
// Facts: MITRE ATT&CK S1113; public countermeasures of May 2021.

rule rapidpulse_file_download : webshell perl
{
  meta:
    id = "rapidpulse-file-download"
    title = "CGI decrypts a file name with its own RC4 and returns the file"
    explanation = "A request parameter is base64-decoded, cut at a fixed place and decrypted with an RC4 routine in the script itself; a file is opened and sent back encoded. No page of the appliance does this."
    family = "RAPIDPULSE"
    actors = "UNC2630"
    techniques = "T1505.003,T1005,T1140"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1113/"
  strings:
    // RC4 key schedule and key stream: 0..255 (or a counted loop), modulo 256, later an exclusive or.
    $rc4 = /((\.\.|\.\. )255\s{0,3}[;)\]][^\x00]{0,500}|(<|<=) ?(256|255)\s{0,3};[^\x00]{0,500})(% ?256|& ?255|& ?0x[fF]{2})[^\x00]{0,900}\^/
    // Decoded text cut from a fixed single-digit offset.
    $cut = /(substr\s{0,4}\(?[^;]{0,60}(decode_base64|Base64::decode)[^;]{0,80},\s{0,3}[0-9]\s{0,3}[,)]|(decode_base64|Base64::decode)[^;]{0,80};[^\x00]{0,200}substr\s{0,4}\(?\s{0,4}\$\w{1,30}\s{0,4},\s{0,4}[0-9]\s{0,4}[,);])/
    // Request parameter and a file (or process) opened by variable.
    $param = /(\b(multi_|url_)?param\s{0,4}\(\s{0,12}["'$A-Za-z_-]|(::|->)\s{0,4}param\s{1,4}["'])/
    $open = /(popen\s{0,4}(\$\w|([*("'@{\\]|\w{1,20}\s{0,3}[,("'$@{])[^;\n]{0,60}\$\w)|open\s{0,4}(([(*$\\A-Z]|["']\w|(my|our|local)\b)[^;\n]{0,40}|\w{1,20}\s{0,4}),[^;\n]{0,20}\$\w)/
    $encode = /encode_base64|Base64::encode\b/
  condition:
    for any i in (1..#rc4) : (
      $cut in (@rc4[i] - 5000 .. @rc4[i] + 5000) and $param in (@rc4[i] - 5000 .. @rc4[i] + 5000)
      and $open in (@rc4[i] - 5000 .. @rc4[i] + 5000) and $encode in (@rc4[i] - 5000 .. @rc4[i] + 5000)
    )
}

rule rapidpulse_encrypted_name : webshell perl
{
  meta:
    id = "rapidpulse-encrypted-name"
    title = "CGI decodes the parameter hmacTime and opens a file"
    explanation = "The parameter hmacTime, which RAPIDPULSE uses to carry an encrypted file name, is decoded and a file is opened by variable shortly after."
    family = "RAPIDPULSE"
    actors = "UNC2630"
    techniques = "T1505.003,T1005,T1140"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/software/S1113/"
  strings:
    // The parameter is read, decoded or decrypted, and something is opened.
    $flow = /param\s{0,4}\(?\s{0,4}(-name\s{0,3}=>\s{0,3})?(["']|qq?\W)?hmacTime[^\x00]{0,400}(decode_base64|Base64::decode|[^\w](RC4|rc4)\s{0,4}\(|unpack)[^\x00]{0,600}open\s{0,4}\(?[^;\n]{1,60}\$\w/
    $decoded_first = /(decode_base64|Base64::decode|[^\w](RC4|rc4)\s{0,4}\()[^;\n]{0,60}param\s{0,4}\(?\s{0,4}(-name\s{0,3}=>\s{0,3})?(["']|qq?\W)?hmacTime[^\x00]{0,600}open\s{0,4}\(?[^;\n]{1,60}\$\w/
  condition:
    any of them
}
