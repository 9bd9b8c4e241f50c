// Removal of log records: edits of the binary .vc0 logs, by whatever tool.

rule vc0_log_edit : log_editor
{
  meta:
    id = "vc0-log-edit"
    title = "Command edits or empties an appliance log file"
    explanation = "A command changes, truncates, overwrites or deletes a .vc0 log. The appliance only ever appends to these files and rolls them over by name; it has no reason to edit them."
    techniques = "T1070.002"
    about = "tampering"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1070/002/"
  strings:
    // sed or perl in place; the log may follow or be in a variable that was set on the same line.
    $in_place = /\b(sed|perl)\s{1,4}[^\n\x00]{0,40}-[a-zA-Z]{0,6}i[^\n\x00]{1,400}log\.(events|access|admin|\*|\$\{?\w{1,20}\}?|diagnosticlog|policytrace|sensorslog)\.vc0/
    // Truncated, shredded, overwritten or removed.
    $destroyed = /\b(truncate|shred|wipe|unlink|rm)\s{1,4}[^\n\x00;]{0,80}log\.(events|access|admin|\*|\$\{?\w{1,20}\}?)\.vc0/
    $emptied = /(cat\s{1,4}\/dev\/null|echo(\s{1,4}-n)?(\s{1,4}["']{2})?|:|true)\s{0,4}>\s{0,4}[^\n\x00;|]{0,60}log\.(events|access|admin|\*|\$\{?\w{1,20}\}?)\.vc0/
    // A filtered copy moved over the log.
    $replaced = /\b(mv|cp)\s{1,4}(-\w{1,4}\s{1,4})?[^\s\x00;]{1,80}\s{1,4}["']?[^\s\x00;]{0,60}\/logs\/log\.(events|access|admin|\$\{?\w{1,20}\}?)\.vc0["'\s;]/
    // Perl opens the log for update.
    $opened = /open\s{0,4}\(?[^;\n]{1,40},\s{0,4}["'](\+<|>|\+>)[^;\n]{0,60}log\.(events|access|admin)\.vc0/
  condition:
    any of them
}

rule log_filter_tool : log_editor elf
{
  meta:
    id = "log-filter-tool"
    title = "Program names the .vc0 logs beside shell commands to replace files"
    explanation = "A program holds the path of an appliance log and the beginnings of mv and rm commands: it writes a filtered copy and puts it in the log's place."
    techniques = "T1070.002"
    about = "tampering"
    severity = "medium"
    confidence = "medium"
    reference = "https://attack.mitre.org/techniques/T1070/002/"
  strings:
    // A log by its path as a C string, and commands as C strings of their own.
    $log = /\x00[^\x00\n]{0,60}log\.(events|access|admin)\.vc0\x00/
    $move = /[\x00\n]mv [\t -~][^\x00\n]{0,43}\x00/
    $remove = /[\x00\n]rm [\t -~][^\x00\n]{0,43}\x00/
    // The beginnings alone, where the rest is put together when it runs.
    $move_begins = /[\x00\n]mv \x00/
    $remove_begins = /[\x00\n]rm \x00/
  condition:
    for any i in (1..#log) : (
      any of ($move*) in (@log[i] - 4096 .. @log[i] + 4096) and any of ($remove*) in (@log[i] - 4096 .. @log[i] + 4096)
    )
}
