// Changes to the system tree that keep a web shell in place, and what is done to hide them.

rule sed_inserts_cgi_code : persistence shell
{
  meta:
    id = "sed-inserts-cgi-code"
    title = "sed command inserts code into a CGI script or Perl module"
    explanation = "An in-place sed command puts a command, an eval, a decoder or a file write into a .cgi, .pm, .pl, .py or .thtml file. Patches of the vendor come as packages."
    techniques = "T1554,T1505.003"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1554/"
  strings:
    // sed in place on one line: inserted text with something that runs, then the script's name.
    $insert = /\bsed\s{1,4}(-\S{1,12}\s{1,4}){0,3}(-[a-zA-Z]{0,4}i|--in-place)[^\n\x00]{1,600}([^\w](system|exec|eval|popen|syswrite)\s{0,3}\\{0,3}[({"'\s$]|subprocess\.|os\.system|decode_base64|b64decode)[^\n\x00]{0,900}\.(cgi|pm|pl|py|thtml)["'\s;&|)]/
  condition:
    $insert
}

rule remount_and_copy_time : timestomp shell
{
  meta:
    id = "remount-and-copy-time"
    title = "Script makes the root file system writable and copies a file's time stamp"
    explanation = "The read-only root is remounted read-write, something is changed, and touch gives it the time of another file. The time is copied so that the change does not show."
    techniques = "T1070.006,T1554"
    about = "tampering"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1070/006/"
  strings:
    // mount with remount and rw, near touch with a reference file.
    $remount = /mount\s{1,4}[^\n\x00;]{0,40}remount\s{0,2},?[^\n\x00;]{0,20}rw/
    $rw_first = /mount\s{1,4}[^\n\x00;]{0,20}rw,\s{0,2}remount/
    $touch = /\btouch\s{1,4}(-\w{1,6}\s{1,4}){0,2}(-\w{0,4}r\s{1,4}|--reference[=\s])["']?[\/$~.\w]/
  condition:
    for any i in (1..#touch) : (
      $remount in (@touch[i] - 3000 .. @touch[i] + 3000) or $rw_first in (@touch[i] - 3000 .. @touch[i] + 3000)
    )
}

rule web_script_time_copy : timestomp
{
  meta:
    id = "web-script-time-copy"
    title = "Command gives a web script or Perl module of the appliance another time stamp"
    explanation = "touch sets the time of a file below the web root, the Perl modules or the libraries of the appliance. Nothing but an attempt to hide a change needs that."
    techniques = "T1070.006"
    about = "tampering"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1070/006/"
  strings:
    // touch -r or -d or -t on a path of the appliance.
    $touch = /\btouch\s{1,4}(-\w{1,6}\s{1,4}){0,2}(-\w{0,4}[rdt]\s{0,4}|--(reference|date)[=\s])[^\n\x00;]{1,200}\/home\/(webserver\/htdocs|perl|bin|lib|venv3)\//
  condition:
    $touch
}

rule script_decodes_into_web_root : persistence shell
{
  meta:
    id = "script-decodes-into-web-root"
    title = "Script decodes text into a CGI script of the appliance"
    explanation = "Encoded text is decoded straight into a file below the web root or the Perl modules of the appliance. Vendor packages are not encoded inside scripts."
    techniques = "T1505.003,T1140,T1554"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1140/"
  strings:
    // base64 or openssl decoding, then a redirect or tee into the tree.
    $decode = /(base64\s{1,4}(-\w{0,3}[dD]|--decode)|openssl\s{1,4}(enc|base64)\s[^\n\x00]{0,40}-d|decode_base64|Base64::decode|b64decode)[^\n\x00]{0,400}(>{1,2}|tee\s{1,4}(-a\s{1,4})?)\s{0,4}["']?[^\s\x00]{0,60}\/home\/(webserver\/htdocs|perl)\//
  condition:
    $decode
}
