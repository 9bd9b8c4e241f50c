// BLOODBANK: parses two files with password hashes or clear-text passwords into an output file.
// Facts: public countermeasures of May 2021 (format strings, key prefixes), first report.

rule bloodbank_credential_parser : credential elf
{
  meta:
    id = "bloodbank-credential-parser"
    title = "Tool extracts user names and passwords from the appliance's session cache"
    explanation = "The program looks for a primary credential record and writes it with a date. These format strings are those of BLOODBANK."
    family = "BLOODBANK"
    actors = "UNC2630"
    techniques = "T1003,T1552.001,T1005"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // Format of the primary credential and of the date that follows, near each other.
    $primary = /PRIMARY!%[0-9.]{0,4}s/
    $date = /:%0?4d-%02d-%02d %02d:%02d:%02d/
    // Variant with the date built elsewhere: the bare pair format and the message of success beside it.
    $pair = /\x00%s:%s\n?\x00/
    $ok = /[\x00\n\r]ok!\n?\x00/
  condition:
    for any i in (1..#primary) : (
      $date in (@primary[i] - 2048 .. @primary[i] + 2048)
      or ($pair in (@primary[i] - 2048 .. @primary[i] + 2048) and $ok in (@primary[i] - 2048 .. @primary[i] + 2048))
    )
}

rule bloodbank_loot : loot
{
  meta:
    id = "bloodbank-loot"
    title = "Possible BLOODBANK output: dated primary credentials"
    explanation = "Several primary credential records stand beside dates, as BLOODBANK is thought to write them. The exact layout of its output is not published, so this is a lead to look at."
    family = "BLOODBANK"
    actors = "UNC2630"
    techniques = "T1074.001"
    about = "lead"
    severity = "low"
    confidence = "low"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // Two records, each with the marker and a date on one line.
    $two = /PRIMARY![^\x00\r\n%]{1,160}:20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}[^\x00]{0,160}PRIMARY![^\x00\r\n%]{1,160}:20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:/
    $date_first = /:20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}[^\x00%]{1,160}PRIMARY![^\x00\r\n%]{1,80}[\r\n][^\x00]{0,160}:20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}[^\x00%]{1,160}PRIMARY![^\x00\r\n%]/
  condition:
    any of them
}
