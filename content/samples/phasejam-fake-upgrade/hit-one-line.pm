#!/usr/bin/perl
exit;
__END__
if($x){processUpgradeDisplay();return;}local*FH;popen(*FH,$program);
