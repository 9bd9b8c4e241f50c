// BLOODMINE: reads the appliance's logs and saves what its operator wants to know to another file.
// Facts: public countermeasures of May 2021 (messages of the tool), ATT&CK G1023.

rule bloodmine_log_reader : reconnaissance elf
{
  meta:
    id = "bloodmine-log-reader"
    title = "Tool copies records out of the logs and reminds its operator to clear up"
    explanation = "The messages are those of BLOODMINE, which extracts logins, message ids and web requests from the logs so that the intruder knows what to remove."
    family = "BLOODMINE"
    actors = "UNC2630"
    techniques = "T1654,T1083"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // "[+]The count of saved logs: %d"
    $count = /[Tt]he count of saved logs ?: ?%[0-9l]{0,3}[du]/
    // "[+]Remember to clear "%s", good luck!"
    $remember = /Remember to clear [^\x00\n%]{0,4}%[0-9.]{0,4}s[^\x00\n%]{0,6}good luck/
  condition:
    any of them
}
