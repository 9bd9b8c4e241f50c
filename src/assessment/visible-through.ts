/** Kinds of evidence, as people hand them over. */
export type Source =
  | 'live files'
  | 'earlier versions'
  | 'free space'
  | 'logs'
  | 'access log'
  | 'inode times'
  | 'list of vendor files'
  | 'memory'
  | 'network traffic'
  | 'firmware';

const files: Source[] = ['live files', 'earlier versions', 'free space'];

/**
 * Techniques of ATT&CK that were used on these appliances, and the kinds of evidence in which each leaves something. Our
 * own judgement, made from what each technique does; a technique is as visible as the least of its sources, since it may
 * leave its trace in one alone. A test holds this against every technique that the knowledge and the rules name.
 */
export const visibleThrough: readonly [technique: string, name: string, sources: readonly Source[]][] = [
  ['T1001', 'Data Obfuscation', ['network traffic', ...files]],
  ['T1001.003', 'Protocol or Service Impersonation', ['network traffic', ...files]],
  ['T1003', 'OS Credential Dumping', [...files, 'memory']],
  ['T1003.007', 'Proc Filesystem', [...files, 'memory']],
  ['T1005', 'Data from Local System', [...files, 'access log']],
  ['T1027', 'Obfuscated Files or Information', files],
  ['T1027.013', 'Encrypted/Encoded File', files],
  ['T1036', 'Masquerading', [...files, 'list of vendor files']],
  ['T1036.005', 'Match Legitimate Resource Name or Location', [...files, 'list of vendor files']],
  ['T1039', 'Data from Network Shared Drive', ['access log']],
  ['T1041', 'Exfiltration Over C2 Channel', ['access log', 'network traffic']],
  ['T1048', 'Exfiltration Over Alternative Protocol', ['network traffic']],
  ['T1048.003', 'Exfiltration Over Unencrypted Non-C2 Protocol', ['network traffic']],
  ['T1049', 'System Network Connections Discovery', files],
  ['T1055', 'Process Injection', [...files, 'memory']],
  ['T1055.008', 'Ptrace System Calls', [...files, 'memory']],
  ['T1056', 'Input Capture', files],
  ['T1056.003', 'Web Portal Capture', files],
  ['T1059', 'Command and Scripting Interpreter', [...files, 'access log']],
  ['T1059.004', 'Unix Shell', [...files, 'access log']],
  ['T1059.006', 'Python', files],
  ['T1059.007', 'JavaScript', files],
  ['T1070', 'Indicator Removal', ['earlier versions', 'free space', 'logs']],
  ['T1070.001', 'Clear Windows Event Logs', ['logs', 'earlier versions', 'free space']],
  ['T1070.002', 'Clear Linux or Mac System Logs', ['logs', 'earlier versions', 'free space']],
  ['T1070.004', 'File Deletion', ['earlier versions', 'free space']],
  ['T1070.006', 'Timestomp', ['inode times', 'earlier versions']],
  ['T1071', 'Application Layer Protocol', ['access log', 'network traffic']],
  ['T1071.001', 'Web Protocols', ['access log', 'network traffic']],
  ['T1074', 'Data Staged', files],
  ['T1074.001', 'Local Data Staging', files],
  ['T1078', 'Valid Accounts', ['access log']],
  ['T1083', 'File and Directory Discovery', ['access log']],
  ['T1090', 'Proxy', [...files, 'network traffic']],
  ['T1095', 'Non-Application Layer Protocol', ['network traffic', 'memory']],
  ['T1105', 'Ingress Tool Transfer', [...files, 'access log']],
  ['T1110', 'Brute Force', ['access log']],
  ['T1111', 'Multi-Factor Authentication Interception', files],
  ['T1119', 'Automated Collection', files],
  ['T1132', 'Data Encoding', ['access log', 'network traffic']],
  ['T1132.001', 'Standard Encoding', ['access log', 'network traffic']],
  ['T1136', 'Create Account', ['logs']],
  ['T1140', 'Deobfuscate/Decode Files or Information', files],
  ['T1190', 'Exploit Public-Facing Application', ['access log', 'logs']],
  ['T1205', 'Traffic Signaling', [...files, 'memory', 'network traffic']],
  ['T1505', 'Server Software Component', [...files, 'list of vendor files']],
  ['T1505.003', 'Web Shell', [...files, 'access log']],
  ['T1542', 'Pre-OS Boot', ['firmware']],
  ['T1543', 'Create or Modify System Process', files],
  ['T1550', 'Use Alternate Authentication Material', ['access log']],
  ['T1552', 'Unsecured Credentials', [...files, 'access log']],
  ['T1552.001', 'Credentials In Files', [...files, 'access log']],
  ['T1553', 'Subvert Trust Controls', ['live files', 'list of vendor files', 'earlier versions']],
  ['T1553.002', 'Code Signing', ['live files', 'list of vendor files', 'earlier versions']],
  ['T1554', 'Compromise Host Software Binary', ['live files', 'list of vendor files', 'earlier versions']],
  ['T1556', 'Modify Authentication Process', ['live files', 'list of vendor files', 'earlier versions']],
  ['T1556.004', 'Network Device Authentication', ['live files', 'list of vendor files', 'earlier versions']],
  ['T1556.006', 'Multi-Factor Authentication', ['live files', 'list of vendor files', 'earlier versions']],
  ['T1560', 'Archive Collected Data', files],
  ['T1560.001', 'Archive via Utility', files],
  ['T1562', 'Impair Defenses', [...files, 'logs', 'memory']],
  ['T1562.001', 'Disable or Modify Tools', [...files, 'list of vendor files']],
  ['T1562.004', 'Disable or Modify System Firewall', [...files, 'memory']],
  ['T1562.006', 'Indicator Blocking', ['logs', 'memory']],
  ['T1562.008', 'Disable or Modify Cloud Logs', ['logs', 'memory']],
  ['T1565.001', 'Stored Data Manipulation', ['earlier versions', 'free space', 'logs']],
  ['T1572', 'Protocol Tunneling', ['network traffic', ...files]],
  ['T1573', 'Encrypted Channel', ['network traffic', ...files]],
  ['T1573.001', 'Symmetric Cryptography', ['network traffic', ...files]],
  ['T1573.002', 'Asymmetric Cryptography', ['network traffic', ...files]],
  ['T1574', 'Hijack Execution Flow', files],
  ['T1574.006', 'Dynamic Linker Hijacking', files],
  ['T1595', 'Active Scanning', ['access log']],
  ['T1600', 'Weaken Encryption', ['live files', 'list of vendor files', 'earlier versions']],
  ['T1602', 'Data from Configuration Repository', ['logs', 'access log']],
  ['T1654', 'Log Enumeration', ['access log']],
];
