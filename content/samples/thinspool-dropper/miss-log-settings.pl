#!/usr/bin/perl
# menu of the log settings
use DSLogConfig;
my %name = (ADM20447 => "Configuration exported", ADM20599 => "Log cleared");
print "$_: $name{$_}\n" for sort keys %name;
require "/home/perl/DSLogConfig.pm";
