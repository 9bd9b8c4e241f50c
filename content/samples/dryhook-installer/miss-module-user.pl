#!/usr/bin/perl
use lib "/home/perl";
require "DSAuth.pm";
my $ok = DSAuth::runSignin($user, $password);
print $ok ? "welcome" : "no";
