exit;
__END__
print qq{<FORM METHOD=GET><INPUT TYPE=text NAME='serverid'><INPUT TYPE=text NAME='cmd' SIZE=60><INPUT TYPE=submit VALUE=Run></FORM>};
