// DRYHOOK: a Python script rewrites DSAuth.pm so that logins are kept in a file under /tmp, RC4 and base64 encoded.
// Facts: Mandiant, 2025-01-08.

rule dryhook_login_capture : credentials perl
{
  meta:
    id = "dryhook-login-capture"
    title = "Login functions write what was typed to a file under /tmp"
    explanation = "runSignin, runSigninEBSL or setPrompt is defined anew and appends to a file under /tmp. The vendor's module passes these calls on to DSAuthc and writes no such file."
    family = "DRYHOOK"
    actors = "UNC5221"
    techniques = "T1556,T1056,T1074.001"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    $sub = /\bsub\s{1,8}(runSignin|runSigninEBSL|setPrompt)\b/
    // open(FH, ">>/tmp/x"), CORE::open(my $f, '>>', "/tmp/x")
    $append = /\bopen\s{0,4}\(?[^;\n]{0,60}>>[\s"',q({]{0,8}\/tmp\//
    // append to a name kept in a variable, through CORE as the published form does
    $core = /\bCORE::open\b[^;\n]{0,60}>>/
    $encode = /encode_base64|Base64::encode\b/
  condition:
    for any i in (1..#sub) : (
      $append in (@sub[i] - 3000..@sub[i] + 5000) or
      ($core in (@sub[i] - 3000..@sub[i] + 5000) and $encode in (@sub[i] - 3000..@sub[i] + 5000))
    )
}

rule dryhook_installer : installer python
{
  meta:
    id = "dryhook-installer"
    title = "Script that rewrites DSAuth.pm and remounts the system for it"
    explanation = "Text of the vendor's login module is replaced by a script that also remounts the read-only system writable: the installer of DRYHOOK."
    family = "DRYHOOK"
    actors = "UNC5221"
    techniques = "T1556,T1554"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    $module = "DSAuth.pm"
    $remount = /\bremount\s{0,2},\s{0,2}rw\b|\brw\s{0,2},\s{0,2}remount\b/
    // its functions, or the functions that it replaces
    $replace = /\breplace[0-9]?_content\b/
    $names = /\brunSignin(EBSL)?\b/
  condition:
    for any i in (1..#module) : (
      $remount in (@module[i] - 8000..@module[i] + 8000) and
      any of ($replace, $names) in (@module[i] - 8000..@module[i] + 8000)
    )
}
