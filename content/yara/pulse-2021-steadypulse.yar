// STEADYPULSE: a web page with a command field whose results are printed. Not attributed to a group.
// Facts: MITRE ATT&CK S1112; public countermeasures of April 2021 (form fields cmd and serverid, result heading,
// URL decoding, RC4 and base64).

rule steadypulse_command_form : webshell perl
{
  meta:
    id = "steadypulse-command-form"
    title = "CGI offers a form for shell commands and prints their results"
    explanation = "The page has fields for a command and a server id and prints the results of the command's execution. That is the STEADYPULSE web shell."
    family = "STEADYPULSE"
    techniques = "T1505.003,T1059.004"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1112/"
  strings:
    // Heading of the answer: Results of '<command>' execution. In source text the command is a variable or format.
    $results = /Results of \\?['"`][^\n\x00]{1,60} execution ?:/
    // The two fields of the form, in either order, quotes possibly escaped.
    $fields = /<input[^>\x00]{0,60}name\s?=\s?\\?["']?cmd\W[^\x00]{0,300}<input[^>\x00]{0,60}name\s?=\s?\\?["']?serverid\W/ nocase
    $swapped = /<input[^>\x00]{0,60}name\s?=\s?\\?["']?serverid\W[^\x00]{0,300}<input[^>\x00]{0,60}name\s?=\s?\\?["']?cmd\W/ nocase
  condition:
    any of them
}

rule steadypulse_encrypted_form_value : webshell perl
{
  meta:
    id = "steadypulse-encrypted-form-value"
    title = "CGI decodes its own form values and treats one with RC4 and base64"
    explanation = "The script parses and URL-decodes the request itself, runs one form value as a command and encrypts or encodes what goes back. Pages of the appliance use the vendor's parser and do not run form values."
    family = "STEADYPULSE"
    techniques = "T1505.003,T1132.001,T1140"
    about = "compromise"
    severity = "high"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1112/"
  strings:
    // Home-made URL decoding: pack("C", hex($1)).
    $decode = /pack\s{0,4}\(?\s{0,4}["'][cC]["']\s{0,4},\s{0,4}hex/
    // A hash element is run, alone or via a variable, and the output goes through RC4 or base64.
    $run = /([^\w>:.](system|exec|popen|qx)\s{0,4}[^;\n]{0,40}|`[^`\n]{0,40}|open\s{0,4}\(?[^;\n]{1,40},[^;\n]{0,20})\$\w{1,30}(->)?\{\s{0,3}["']?\w{1,30}["']?\s{0,3}\}[^\x00]{0,600}([^\w](RC4|rc4)\s{0,4}\(|encode_base64)/
    $copied = /\$\w{1,30}\s{0,4}=[^;]{0,60}\$\w{1,30}(->)?\{\s{0,3}["']?\w{1,30}["']?\s{0,3}\}[^;]{0,40}(;[^\x00]{0,200})?([^\w>:$@%.](CORE::)?(system|exec)\s{0,4}\(?\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?(\s{0,3}[0-9]?[>|&]{1,2}[^;"'`\n]{0,60})?["']?\s{0,4}[;)}|]|popen\s{0,4}\(?[^;\n]{0,40}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|qx\s{0,4}[({\[<\/|!~#]\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|([=(,;{.?:]\s{0,8}|\b(print|return|say|chomp|scalar)[^`;\n]{0,20})`\s{0,4}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?([^\w`\n(-][^`\n]{0,60}|-[^`\n>][^`\n]{0,60})?`|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["']?\s{0,3}\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?[^;\n]{0,20}\|\s{0,3}["']|open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["'](-\||\|-)["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?|["']-c["']\s{0,4},\s{0,4}["']?\$[A-Za-z_]\w{0,40}((->)?[{\[]\s{0,3}["']?\w{1,30}["']?\s{0,3}[}\]])?)[^\x00]{0,600}([^\w](RC4|rc4)\s{0,4}\(|encode_base64)/
  condition:
    for any i in (1..#decode) : ($run in (@decode[i] - 4000 .. @decode[i] + 4000) or $copied in (@decode[i] - 4000 .. @decode[i] + 4000))
}
