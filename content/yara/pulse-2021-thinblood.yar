// THINBLOOD: removes single records from the .vc0 logs. An ELF tool that writes a filtered copy and renames it, and a
// small script around in-place sed.
// Facts: public countermeasures of April 2021 (messages of the tool; shape of the deletion pattern), ATT&CK G1023.

rule thinblood_log_editor : log_editor elf
{
  meta:
    id = "thinblood-log-editor"
    title = "Tool that selects a log file, counts matching records and clears them"
    explanation = "The messages are those of the THINBLOOD log editor, which removes single records from the appliance's logs."
    family = "THINBLOOD"
    actors = "UNC2630"
    techniques = "T1070.001,T1070.002"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // Messages of the tool; two of them near each other, in whatever order the linker left them.
    $success = /[Cc]lear[ _]?log success/
    $select = /Select log file ?: ?%[0-9.]{0,4}s/
    $count = /%[-0-9.]{0,5}s match %[0-9l]{0,3}[du] records/
  condition:
    for any i in (1..#success) : ($select in (@success[i] - 4096 .. @success[i] + 4096) or $count in (@success[i] - 4096 .. @success[i] + 4096))
    or for any i in (1..#select) : ($count in (@select[i] - 4096 .. @select[i] + 4096))
}

rule thinblood_script : log_editor shell
{
  meta:
    id = "thinblood-script"
    title = "Script cuts single records out of a binary appliance log with sed"
    explanation = "The deletion pattern is made of a length byte, NUL, the text to hide, a TAB, a length byte and NUL: exactly the frame of one .vc0 log record."
    family = "THINBLOOD"
    actors = "UNC2630"
    techniques = "T1070.001,T1070.002"
    about = "tampering"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // sed in place on one line: s, any byte, NUL ... TAB, any byte, NUL. NUL and TAB have several spellings in sed.
    $frame = /sed\s{1,4}(-\S{1,12}\s{1,4}){0,3}(-[a-zA-Z]{0,4}i|--in-place)[^\n\x00]{1,60}(\.|\\x[0-9a-fA-F]{1,2})(\\x00|\\o0{1,3}|\\d0{1,3}|\\0)[^\n\x00]{1,300}(\\x09|\\t|\\o011|\\d009|\x09)[^\n\x00]{0,12}(\\x00|\\o0{1,3}|\\d0{1,3}|\\0)/
  condition:
    $frame
}
