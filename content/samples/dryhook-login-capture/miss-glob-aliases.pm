package DSAuth;
# everything is done by the compiled half
*runSignin = *DSAuthc::runSignin;
*runSigninEBSL = *DSAuthc::runSigninEBSL;
*setPrompt = *DSAuthc::setPrompt;
open(my $log, '>>', '/tmp/cgi-errors');
1;
